/**
 * How another system reads from here and is told by it, as `/api/docs` shows it above the reference. Every example is run by
 * `test/server/guide.test.ts`: the commands on the database of a server, what begins with `curl` in a shell with `SIPAS` and `TOKEN` set.
 */
export const guide = `Satisfaction surveys of public administrative services: recording responses, reading results, exporting.

## Reading from another system

Whoever runs the server gives the system an account of its own, a role and a token. A token does what its scope names and never more than its account; it ends by itself after as many days.

\`\`\`sh
npm run -s sipas -- user create portal --name "Provincial portal" --script
npm run -s sipas -- user give portal --role analyst
npm run -s sipas -- user token portal --label "Portal, released figures" --scope released.read --days 180
\`\`\`

\`released.read\` reads what may leave the office: figures that tell of nobody, moved on once a night. \`results.read\` reads working figures of the campaigns and agencies that the account is over. In the examples \`SIPAS\` is the server's address, such as \`https://sipas.example.gov.vn\`, \`TOKEN\` what the last of these commands printed, \`RESULTS_TOKEN\` the same with the other scope; \`c1\` and \`A1\` stand for codes that the first two answers list. The scope of the token above opens these:

\`\`\`sh
curl -sf "$SIPAS/api/v1/campaigns" -H "Authorization: Bearer $TOKEN"
curl -sf "$SIPAS/api/v1/agencies" -H "Authorization: Bearer $TOKEN"
curl -sf "$SIPAS/api/v1/campaigns/c1/released?lang=en" -H "Authorization: Bearer $TOKEN"
curl -sf "$SIPAS/api/v1/campaigns/c1/exports/released.csv" -H "Authorization: Bearer $TOKEN" -o released.csv
\`\`\`

Working figures take filters: months (both inclusive), an agency or a block, a channel, a service.

\`\`\`sh
curl -sf "$SIPAS/api/v1/campaigns/c1/results?from=2026-10&to=2026-12&block=commune" -H "Authorization: Bearer $RESULTS_TOKEN"
curl -sf "$SIPAS/api/v1/campaigns/c1/results?agency=A1" -H "Authorization: Bearer $RESULTS_TOKEN"
curl -sf "$SIPAS/api/v1/assessments" -H "Authorization: Bearer $RESULTS_TOKEN"
\`\`\`

Working figures carry under \`profile\` the questions on which no indicator stands, of each agency and block and in all: who answered, what was put in order, net scores and means. Shares are 0…1 and unrounded; \`shown\` is the figure as every page shows it. A figure never comes without its base and the number of persons; one that is withheld says \`"withheld": "small"\` and has no value. What is refused is answered by a status and \`{"code", "message"}\`:

\`\`\`sh
curl -s "$SIPAS/api/v1/campaigns/c1/results" -H "Authorization: Bearer $TOKEN" -o /dev/null -w '%{http_code}' | grep -x 403
curl -s "$SIPAS/api/v1/campaigns/nothing/released" -H "Authorization: Bearer $TOKEN" | grep '"campaign_unknown"'
\`\`\`

## Being told

A system need not ask again and again: under *Settings → Telling other systems* the office adds its address, and it is sent a message when a campaign opens, changes or ends and when figures are released, published or withdrawn. \`type\` is one of \`campaign.opened\`, \`campaign.changed\`, \`campaign.closed\`, \`figures.released\`, \`figures.published\`, \`figures.withdrawn\`, or \`trial\` with empty \`data\` when the office tries the address:

\`\`\`json
{ "type": "figures.released", "timestamp": "2026-11-29T18:00:04.000Z",
  "data": { "campaign": { "code": "c1", "title": { "en": "Fourth quarter of 2026" }, "questionnaire": { "id": "sipas-service", "version": 2 },
                          "opensOn": "2026-10-01", "closesOn": "2026-12-31", "state": "open", "synthetic": false },
            "night": "2026-11-30", "released": "https://…/api/v1/campaigns/c1/released" } }
\`\`\`

A message holds no answer and no count. It is signed after the convention of webhooks (standardwebhooks.com), so a library in most languages checks it with the secret that the office was shown; without one it takes a few lines:

\`\`\`python
import base64, hashlib, hmac, time

def is_ours(secret: str, headers: dict, body: bytes) -> bool:
    name, at = headers["webhook-id"], headers["webhook-timestamp"]
    if abs(time.time() - int(at)) > 300:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    right = base64.b64encode(hmac.new(key, f"{name}.{at}.".encode() + body, hashlib.sha256).digest()).decode()
    return any(hmac.compare_digest(one, "v1," + right) for one in headers["webhook-signature"].split(" "))
\`\`\`

Answer with 2xx within ten seconds and work afterwards. A message that was not taken comes again for three days, under the same \`webhook-id\`: whoever has it already ignores it. 410 ends it. Redirections are not followed.
`
