package io.kosh.sandbox.internal;

import io.kosh.kernel.Fields;
import io.kosh.messages.Channel;
import io.kosh.platform.Caller;
import io.kosh.platform.Envelope;
import io.kosh.platform.Page;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The inbox over HTTP.
@RestController
@SandboxOnly
@RequestMapping("/sandbox/inbox")
@RouteFamily(value = Envelope.NATIVE, access = Access.COMPANY_OR_OPERATOR)
@Tag(name = "Sandbox")
final class InboxController {
    private static final int LONGEST_ADDRESS = 254;

    private final Inbox inbox;

    InboxController(Inbox inbox) {
        this.inbox = inbox;
    }

    record InboxView(
            @Schema(example = "MSG4F7K2M9QX1Z0") String messageId,

            @Schema(description = "real time") Instant at,

            Channel channel,

            @Schema(description = "the template", example = "otp")
            String kind,

            String from,
            @Schema(example = "asha@example.com") String to,
            @Schema(description = "of a mail") @Nullable String subject,

            String text,

            @Schema(description = "the code, where the message brings one", example = "493817") @Nullable
            String otp) {
        static InboxView of(InboxMessage message) {
            return new InboxView(
                    message.messageId(),
                    message.at(),
                    message.channel(),
                    message.kind(),
                    message.from(),
                    message.to(),
                    message.subject(),
                    message.text(),
                    message.otp());
        }

        @Override
        public String toString() {
            return "InboxView[" + messageId + "]";
        }
    }

    record Emptied(int cleared) {}

    @GetMapping
    @Operation(
            summary = "List the inbox",
            description = "Every mail and SMS that the platform wrote in the company's name, newest first; the newest"
                    + " 1,000 are kept.")
    Page<InboxView> list(
            Caller caller,
            @RequestParam(required = false) @Nullable String companyId,
            @Parameter(description = "the whole address, or the number as +91 and ten digits")
                    @RequestParam(required = false)
                    @Nullable
                    String to,
            @RequestParam(required = false) @Nullable Channel channel,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Long limit) {
        Page.Request page = Page.Request.of(cursor, limit);
        InboxMessage.Filter filter = new InboxMessage.Filter(Fields.optionalText("to", to, LONGEST_ADDRESS), channel);
        return Page.of(inbox.page(caller.company(companyId).key(), filter, page), page, InboxMessage::id)
                .map(InboxView::of);
    }

    @GetMapping("/{messageId}")
    @Operation(summary = "Get a message of the inbox", description = "By the id that its sending was given.")
    InboxView get(
            Caller caller, @PathVariable String messageId, @RequestParam(required = false) @Nullable String companyId) {
        return InboxView.of(inbox.find(caller.company(companyId).key(), messageId));
    }

    @DeleteMapping
    @Operation(summary = "Empty the inbox", description = "Forgets every message of the company.")
    Emptied clear(Caller caller, @RequestParam(required = false) @Nullable String companyId) {
        return new Emptied(inbox.clear(caller.company(companyId).key()));
    }
}
