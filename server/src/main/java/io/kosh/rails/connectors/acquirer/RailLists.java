package io.kosh.rails.connectors.acquirer;

import io.kosh.platform.ShippedLines;
import io.kosh.rails.CardKind;
import io.kosh.rails.NetBankingRail.Bank;
import io.kosh.rails.PayLaterRail.Option;
import io.kosh.rails.WalletRail.Wallet;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What payers can choose from, and what cards are by their first digits, read from the lists beside this class. Their
/// lines are fields between semicolons; what begins with `#` is no line.
@Component
final class RailLists {
    private static final int LONGEST_PREFIX = 8;
    private static final int SHORTEST_PREFIX = 1;

    private final List<Bank> banks;
    private final List<Wallet> wallets;
    private final List<Lent> lent;
    private final NavigableMap<String, CardKind> cards = new TreeMap<>();

    /// An option, and the amounts that it is offered for.
    private record Lent(Option option, long leastMinor, long mostMinor) {}

    RailLists() {
        banks = lines("banks.txt").stream()
                .map(fields -> new Bank(fields[0], fields[1], fields[2].equals("popular")))
                .sorted(Comparator.comparing(Bank::name))
                .toList();
        wallets = lines("wallets.txt").stream()
                .map(fields -> new Wallet(fields[0], fields[1]))
                .toList();
        lent = lines("pay-later.txt").stream()
                .map(fields -> new Lent(
                        new Option(fields[0], fields[1], fields[2], Integer.parseInt(fields[3])),
                        Long.parseLong(fields[4]) * 100,
                        Long.parseLong(fields[5]) * 100))
                .toList();
        lines("cards.txt")
                .forEach(fields -> cards.put(
                        fields[0],
                        new CardKind(CardKind.Scheme.valueOf(fields[1]), CardKind.Type.valueOf(fields[2]), fields[3])));
    }

    private static List<String[]> lines(String file) {
        return ShippedLines.of(RailLists.class, file).stream()
                .map(line -> line.split(";", -1))
                .toList();
    }

    List<Bank> banks() {
        return banks;
    }

    List<Wallet> wallets() {
        return wallets;
    }

    List<Option> payLater(long amountMinor) {
        return lent.stream()
                .filter(each -> amountMinor >= each.leastMinor() && amountMinor <= each.mostMinor())
                .map(Lent::option)
                .toList();
    }

    /// By the longest prefix that is known.
    @Nullable
    CardKind cardKind(String digits) {
        for (int length = Math.min(LONGEST_PREFIX, digits.length()); length >= SHORTEST_PREFIX; length--) {
            CardKind kind = cards.get(digits.substring(0, length));
            if (kind != null) {
                return kind;
            }
        }
        return null;
    }
}
