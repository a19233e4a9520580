package io.kosh.cards.internal;

import io.kosh.cards.HolderSessions;
import io.kosh.cards.HolderSessions.Kind;
import io.kosh.cards.HolderSessions.SignedIn;
import io.kosh.cards.internal.AccountHolders.Held;
import io.kosh.cards.internal.AccountHolders.Seen;
import io.kosh.cards.internal.AccountHolders.Wanted;
import io.kosh.cards.internal.CardAccounts.Figures;
import io.kosh.platform.Envelope;
import io.kosh.platform.IndianNumbers;
import io.kosh.platform.Moment;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/// The page on which an account's administrator looks after it. It changes nothing.
@Controller
@Hidden
@RouteFamily(value = Envelope.PAGE, access = Access.PUBLIC)
final class RewardAccountPageController {
    private static final int MOVEMENTS = 10;
    private static final int HOLDERS = 20;
    private static final int LONGEST = 100;
    private static final int LAST_PAGE = 50_000;

    private final HolderSessions sessions;
    private final AccountHolders holders;

    RewardAccountPageController(HolderSessions sessions, AccountHolders holders) {
        this.sessions = sessions;
        this.holders = holders;
    }

    /// The account's numbers as text.
    ///
    /// @param pending null where nothing waits for its first day
    /// @param expired null where nothing ended unspent
    record FigureTexts(
            String available,
            String onCards,
            String allocated,
            String redeemed,
            String monthAllocated,
            String monthRedeemed,
            String cards,
            String activeCards,
            @Nullable String pending,
            @Nullable String expired) {
        static FigureTexts of(Figures figures) {
            return new FigureTexts(
                    IndianNumbers.hundredths(figures.available()),
                    IndianNumbers.hundredths(figures.onCards()),
                    IndianNumbers.hundredths(figures.allocated()),
                    IndianNumbers.hundredths(figures.redeemed()),
                    IndianNumbers.hundredths(figures.monthAllocated()),
                    IndianNumbers.hundredths(figures.monthRedeemed()),
                    IndianNumbers.amount(figures.cards().all(), 0),
                    IndianNumbers.amount(figures.cards().active(), 0),
                    figures.pending() == 0 ? null : IndianNumbers.hundredths(figures.pending()),
                    figures.expired() == 0 ? null : IndianNumbers.hundredths(figures.expired()));
        }
    }

    /// A movement as a line.
    record MovementLine(
            Moment at,
            String what,
            String holder,
            boolean credit,
            String amount,
            @Nullable String remarks) {
        static MovementLine of(CardTransaction done) {
            return new MovementLine(
                    Moment.of(done.recordedAt()),
                    done.type().name(),
                    nameOf(done.card()),
                    done.credit(),
                    IndianNumbers.hundredths(done.amount()),
                    done.remarks());
        }
    }

    /// A holder as a line.
    record HolderLine(
            String name, String cardId, String email, String mobile, String state, boolean active, String available) {
        static HolderLine of(Held held) {
            Card card = held.card();
            return new HolderLine(
                    nameOf(card),
                    card.id(),
                    text(card.holder().email()),
                    text(card.holder().mobile()),
                    card.state().name(),
                    card.state() == CardState.ACTIVE,
                    IndianNumbers.hundredths(held.available()));
        }
    }

    private static String nameOf(Card card) {
        String name = text(card.holder().firstName());
        return name.isEmpty() ? card.userId() : name;
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    @GetMapping("/reward-account")
    ModelAndView account(
            @CookieValue(name = HolderSessions.COOKIE, required = false) @Nullable String cookie,
            @RequestParam(name = "q", defaultValue = "") String question,
            @RequestParam(name = "page", defaultValue = "1") String asked) {
        SignedIn signedIn = sessions.find(cookie);
        if (signedIn == null || signedIn.kind() != Kind.REWARD_ACCOUNT) {
            return instead(signedIn == null ? "ended" : "account");
        }
        String part = question.length() > LONGEST || question.indexOf(0) >= 0 ? "" : question.strip();
        int number = asked.matches("[1-9][0-9]{0,4}") ? Math.min(Integer.parseInt(asked), LAST_PAGE) : 1;
        Seen seen = holders.look(
                signedIn.company(),
                signedIn.cardAccountId(),
                new Wanted(part, (long) (number - 1) * HOLDERS, HOLDERS),
                MOVEMENTS);
        List<HolderLine> lines = seen.holders().stream().map(HolderLine::of).toList();
        ModelAndView page = new ModelAndView("reward-account");
        page.addObject("bare", true);
        page.addObject("signedIn", signedIn);
        page.addObject("account", seen.overview().account());
        page.addObject("figures", FigureTexts.of(seen.overview().figures()));
        page.addObject("recent", seen.recent().stream().map(MovementLine::of).toList());
        page.addObject("holders", lines);
        page.addObject("found", IndianNumbers.amount(seen.found(), 0));
        page.addObject("question", part);
        page.addObject("number", number);
        page.addObject("more", (long) number * HOLDERS < seen.found());
        return page;
    }

    private static ModelAndView instead(String why) {
        ModelAndView page = new ModelAndView("holder-instead");
        page.setStatus(why.equals("ended") ? HttpStatus.UNAUTHORIZED : HttpStatus.FORBIDDEN);
        page.addObject("bare", true);
        page.addObject("why", why);
        return page;
    }
}
