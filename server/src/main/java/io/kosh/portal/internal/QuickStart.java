package io.kosh.portal.internal;

import java.util.List;

/// The first commands of somebody new, as they can be pasted into a plain shell. They read the demo credentials from
/// their file, so that no secret stands on the page.
final class QuickStart {
    private QuickStart() {}

    /// @param key names the step's heading in the message bundles
    record Step(String key, String command) {}

    static List<Step> steps(String baseUrl, String demoFile) {
        return List.of(
                new Step("facts", """
                        BASE=%s
                        fact() { tr -d ' \\n' < %s | tr ',{' '\\n\\n' | sed -n "s/^\\"$1\\":\\[*\\"\\([^\\"]*\\)\\".*/\\1/p" | head -n 1; }\
                        """.formatted(baseUrl, demoFile)),
                new Step("token", """
                        TOKEN=$(curl -sS "$BASE/oauth/token" \\
                          -u "$(fact clientId):$(fact clientSecret)" \\
                          -d grant_type=password -d "username=$(fact username)" --data-urlencode "password=$(fact password)" |
                          sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')"""),
                new Step("configure", """
                        curl -sS "$BASE/api/v0/enkash-coins/create-coins-config" \\
                          -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\
                          -d "{\\"configuration\\":\\"CUSTOM\\",\\"companyId\\":\\"$(fact companyId)\\",\\"event\\":\\"REFERRAL_EVENT\\",\\"amount\\":25}\""""),
                new Step("allocate", """
                        curl -sS "$BASE/api/v0/enkash-coins/allocate-coin" \\
                          -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\
                          -d "{\\"companyId\\":\\"$(fact companyId)\\",\\"event\\":\\"REFERRAL_EVENT\\",\\"requestId\\":\\"hello-1\\",\\"userId\\":\\"$(fact userIds)\\"}\""""),
                new Step("balance", """
                        curl -sS "$BASE/api/v0/coins/balance?userId=$(fact userIds)" -H "Authorization: Bearer $TOKEN\""""),
                new Step("ledger", """
                        curl -sS "$BASE/api/v1/ledger/transfers?sourceKind=coins.allocate&sourceId=hello-1" \\
                          -H "Authorization: Bearer $TOKEN\""""));
    }
}
