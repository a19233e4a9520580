package io.kosh.messages.internal;

import io.kosh.kernel.Refusal;
import io.kosh.messages.Channel;
import io.kosh.messages.Handover.Reason;
import io.kosh.messages.internal.Letter.State;
import io.kosh.platform.Caller;
import io.kosh.platform.Database;
import io.kosh.platform.Envelope;
import io.kosh.platform.Page;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What became of mails and SMS. Their texts are nowhere to be read.
@RestController
@RequestMapping("/api/v1/messages")
@RouteFamily(value = Envelope.NATIVE, access = Access.COMPANY_OR_OPERATOR)
@Tag(name = "Messages", description = "Mails and SMS that were sent in a company's name.")
final class MessageController {
    private final Database database;
    private final MessageStore store;

    MessageController(Database database, MessageStore store) {
        this.database = database;
        this.store = store;
    }

    record MessageView(
            @Schema(example = "MSG4F7K2M9QX1Z0") String messageId,

            Channel channel,

            @Schema(description = "the template", example = "otp")
            String kind,

            @Schema(description = "the address, most of it hidden", example = "a***@example.com")
            String to,

            State state,

            @Schema(description = "why the last try failed") @Nullable
            Reason reason,

            int attempts,
            @Schema(description = "in the company's time") Instant createdAt,

            @Schema(description = "the next try, null where there is none") @Nullable
            Instant nextTryAt,

            @Nullable Instant endedAt) {
        static MessageView of(Letter letter) {
            return new MessageView(
                    letter.id(),
                    letter.channel(),
                    letter.kind(),
                    letter.shown(),
                    letter.state(),
                    letter.reason(),
                    letter.attempts(),
                    letter.createdAt(),
                    letter.state() == State.WAITING ? letter.dueAt() : null,
                    letter.endedAt());
        }
    }

    @GetMapping
    @Operation(
            summary = "List messages",
            description = "Newest first: mails and SMS with what became of them, kept for 30 days after they ended.")
    Page<MessageView> list(
            @RequestParam(required = false) @Nullable String companyId,
            @RequestParam(required = false) @Nullable State state,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Long limit,
            Caller caller) {
        var company = caller.company(companyId).key();
        Page.Request request = Page.Request.of(cursor, limit);
        return Page.of(database.inCompany(company, () -> store.page(company, state, request)), request, Letter::key)
                .map(MessageView::of);
    }

    @GetMapping("/{messageId}")
    @Operation(summary = "Get a message", description = "What became of one mail or SMS.")
    MessageView get(
            @PathVariable String messageId, @RequestParam(required = false) @Nullable String companyId, Caller caller) {
        var company = caller.company(companyId).key();
        Letter letter = database.inCompany(company, () -> store.find(company, messageId));
        if (letter == null) {
            throw Refusal.of(MessageError.MESSAGE_UNKNOWN, MessageError.MESSAGE_UNKNOWN.meaning());
        }
        return MessageView.of(letter);
    }
}
