package io.kosh.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kosh.kernel.Refusal;
import io.kosh.kernel.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecipientTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "asha@example.com\r\nBcc: all@example.com",
                "asha@example.com\n",
                "asha\r\n@example.com",
                "asha@example.com, all@example.com",
                "Asha <asha@example.com>",
                "\"asha nair\"@example.com",
                "asha@[127.0.0.1]",
                "asha@example.com>\r\nDATA",
                "asha..nair@example.com",
                ".asha@example.com",
                "asha@example",
                "asha@-example.com",
                "आशा@example.com",
                "@example.com",
                "asha"
            })
    void whatIsNoPlainMailAddressIsRefusedByItsField(String address) {
        assertThatThrownBy(() -> Recipient.mail("email", address))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.field()).isEqualTo("email"));
    }

    @Test
    void lengthsAreThoseOfTheStandard() {
        String local = "a".repeat(64);
        assertThat(Recipient.mail("email", local + "@example.com").address()).startsWith(local);
        assertThatThrownBy(() -> Recipient.mail("email", "a" + local + "@example.com"))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> Recipient.mail("email", "a@" + "b".repeat(64) + ".com"))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> Recipient.mail("email", "a@" + "bcd.".repeat(63) + "com"))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void aHostIsWrittenInSmallLettersAndTheRestIsLeft() {
        assertThat(Recipient.mail("email", "Asha.Nair+x@Example.COM").address()).isEqualTo("Asha.Nair+x@example.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9876543210",
                "+919876543210",
                "+91 98765 43210",
                "91-98765-43210",
                "098765 43210",
                "00919876543210"
            })
    void aMobileNumberHasOneForm(String number) {
        assertThat(Recipient.mobile("phone", number).address()).isEqualTo("+919876543210");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5876543210",
                "+9198765432100",
                "987654321",
                "+14155550100",
                "9876543210\n",
                "९८७६५४३२१०",
                "98765\r\n43210",
                "9876543210;ext=1"
            })
    void whatIsNoIndianMobileNumberIsRefusedByItsField(String number) {
        assertThatThrownBy(() -> Recipient.mobile("phone", number))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.field()).isEqualTo("phone"));
    }

    @Test
    void aSubjectIsOneLine() {
        Recipient to = Recipient.mail("email", "asha@example.com");
        for (String subject : new String[] {"a\r\nBcc: all@example.com", "a\nb", "a\rb", "a\tb"}) {
            assertThatThrownBy(() -> new Message(to, "otp", subject, new Secret<>("text"), null))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void listsShowLittleOfAnAddress() {
        assertThat(Recipient.mail("email", "asha@example.com")).hasToString("MAIL to a***@example.com");
        assertThat(Recipient.mobile("phone", "9876543210")).hasToString("SMS to +91******3210");
    }
}
