package io.kosh.cards.internal;

import io.kosh.kernel.Fields;
import io.kosh.messages.Channel;
import io.kosh.messages.Language;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// When points that an account gives begin and end to count, and who hears of their end. Null is not set.
///
/// @param validityDays business days for which they can be spent, the first one included
/// @param pendingDays  business days after which they begin to count
/// @param noticeDays   business days before their end on which the holder is told
record PointTerms(
        @Nullable Long validityDays,
        @Nullable Long pendingDays,
        @Nullable Long noticeDays,
        NoticeBy noticeBy,
        Language language) {
    static final PointTerms NONE = new PointTerms(null, null, null, NoticeBy.MAIL, Language.EN);
    static final long LONGEST_DAYS = 36_500;

    /// How holders are told.
    enum NoticeBy {
        MAIL,
        SMS,
        BOTH,
        /// Not at all; webhooks are told.
        NONE;

        List<Channel> channels() {
            return switch (this) {
                case MAIL -> List.of(Channel.MAIL);
                case SMS -> List.of(Channel.SMS);
                case BOTH -> List.of(Channel.MAIL, Channel.SMS);
                case NONE -> List.of();
            };
        }
    }

    PointTerms {
        Fields.optionalInteger("validityDays", validityDays, 1, LONGEST_DAYS);
        Fields.optionalInteger("pendingDays", pendingDays, 1, LONGEST_DAYS);
        Fields.optionalInteger("noticeDays", noticeDays, 1, LONGEST_DAYS);
        if (noticeDays != null && (validityDays == null || noticeDays >= validityDays)) {
            throw Fields.invalid("noticeDays", "must be less than validityDays");
        }
    }

    /// The days of points that are given on a day.
    Life life(LocalDate today) {
        return life(today, pendingDays, validityDays);
    }

    /// The days of points that are given on a day, where another than the account says how long they wait and last.
    Life life(LocalDate today, @Nullable Long pending, @Nullable Long validity) {
        LocalDate startsOn = pending == null ? null : today.plusDays(pending);
        LocalDate expiresOn = validity == null ? null : (startsOn == null ? today : startsOn).plusDays(validity);
        boolean told = noticeDays != null && validity != null && noticeDays < validity;
        LocalDate noticeOn = expiresOn == null || noticeDays == null || !told ? null : expiresOn.minusDays(noticeDays);
        return new Life(startsOn, expiresOn, noticeOn);
    }

    /// When points count.
    ///
    /// @param startsOn  the first business day; null: at once
    /// @param expiresOn the first business day on which they do not any more; null: never
    /// @param noticeOn  when the holder is to be told of the end; null: never
    record Life(
            @Nullable LocalDate startsOn,
            @Nullable LocalDate expiresOn,
            @Nullable LocalDate noticeOn) {
        static final Life FOR_EVER = new Life(null, null, null);
    }
}
