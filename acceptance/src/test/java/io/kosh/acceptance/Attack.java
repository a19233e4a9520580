package io.kosh.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.acceptance.Api.Reply;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;

/// One refusal that is to be seen.
///
/// @param status the HTTP status; [#BAD_OR_UNKNOWN] for 400 or 404
/// @param field  what the message must name; empty where no field is at fault
record Attack(String name, Call call, int status, String field) {
    static final int BAD_OR_UNKNOWN = 0;

    @FunctionalInterface
    interface Call {
        Reply send();
    }

    /// A test for each attack: it is refused, and nothing of the target changed.
    static List<DynamicTest> tests(AttackTarget target, List<Attack> attacks) {
        String before = target.state();
        return attacks.stream()
                .map(attack -> DynamicTest.dynamicTest(attack.name(), () -> {
                    assertRefusal(attack.call().send(), attack.status(), attack.field());
                    assertThat(target.state()).isEqualTo(before);
                }))
                .toList();
    }

    static void assertRefusal(Reply reply, int status, String field) {
        assertThat(reply.status())
                .as(reply.toString())
                .isIn(status == BAD_OR_UNKNOWN ? List.of(400, 404) : List.of(status));
        assertThat(reply.json().propertyNames())
                .as(reply.toString())
                .containsExactlyInAnyOrder("payload", "response_code", "response_message");
        assertThat(reply.number("response_code")).isEqualTo(1);
        assertThat(reply.text("response_message")).isNotBlank().contains(field);
        assertThat(reply.text("payload")).isEqualTo(reply.text("response_message"));
    }
}
