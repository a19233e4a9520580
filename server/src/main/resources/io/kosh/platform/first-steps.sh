TOKEN=$(curl -s -u "$CLIENT" -d grant_type=password -d "username=$USERNAME" -d "password=$PASSWORD" "$KOSH/oauth/token" | sed 's/.*"access_token":"\([^"]*\)".*/\1/')
EVENT=WELCOME_BONUS_$(date +%s) REQUEST=first-steps-$(date +%s)
CONFIG=$(curl -s -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d "{\"configuration\":\"CUSTOM\",\"companyId\":\"$COMPANY\",\"event\":\"$EVENT\",\"amount\":20}" "$KOSH/api/v0/enkash-coins/create-coins-config" | sed 's/.*"coinConfigId":"\([^"]*\)".*/\1/')
curl -s -X PATCH -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{"amount":25}' "$KOSH/api/v0/enkash-coins/$CONFIG"; echo
curl -s -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d "{\"companyId\":\"$COMPANY\",\"event\":\"$EVENT\",\"userId\":\"$USERID\",\"requestId\":\"$REQUEST\"}" "$KOSH/api/v0/enkash-coins/allocate-coin"; echo
curl -s -H "Authorization: Bearer $TOKEN" "$KOSH/api/v0/coins/balance?userId=$USERID"; echo
curl -s -H "Authorization: Bearer $TOKEN" "$KOSH/api/v1/ledger/transfers?sourceKind=coins.allocate&sourceId=$REQUEST"; echo
