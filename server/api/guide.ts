import { guideWords } from '../../client/text/guide'
import type { Language } from '../../client/text/languages'
import { webhookEvents } from '../../surveys/fielding/webhooks'
import { filled } from '../../surveys/instrument/language'

/**
 * How another system reads from here and is told by it, as `/api/docs` shows it above the reference. Every example is the same in each language and
 * is run by `test/server/guide.test.ts`: the commands on the database of a server, what begins with `curl` in a shell with `SIPAS` and `TOKEN` set.
 */
export function guide(language: Language): string {
  const words = guideWords(language)
  return [
    words.lead,
    `## ${words.readingTitle}`,
    words.account,
    example('sh', commands),
    words.scopes,
    example('sh', asking),
    words.working,
    example('sh', filtering),
    words.figures,
    words.refused,
    example('sh', refusing),
    `## ${words.toldTitle}`,
    filled(words.told, { events: webhookEvents.map((event) => `\`${event}\``).join(', ') }),
    example('json', message),
    words.signed,
    example('python', checking),
    words.taken,
    words.reference,
  ].join('\n\n')
}

const example = (language: string, code: string): string => `\`\`\`${language}\n${code}\n\`\`\``

const commands = `npm run -s sipas -- user create portal --name "Provincial portal" --script
npm run -s sipas -- user give portal --role analyst
npm run -s sipas -- user token portal --label "Portal, released figures" --scope released.read --days 180`

const asking = `curl -sf "$SIPAS/api/v1/campaigns" -H "Authorization: Bearer $TOKEN"
curl -sf "$SIPAS/api/v1/agencies" -H "Authorization: Bearer $TOKEN"
curl -sf "$SIPAS/api/v1/campaigns/c1/released?lang=en" -H "Authorization: Bearer $TOKEN"
curl -sf "$SIPAS/api/v1/campaigns/c1/exports/released.csv" -H "Authorization: Bearer $TOKEN" -o released.csv`

const filtering = `curl -sf "$SIPAS/api/v1/campaigns/c1/results?from=2026-10&to=2026-12&block=commune" -H "Authorization: Bearer $RESULTS_TOKEN"
curl -sf "$SIPAS/api/v1/campaigns/c1/results?agency=A1" -H "Authorization: Bearer $RESULTS_TOKEN"
curl -sf "$SIPAS/api/v1/assessments" -H "Authorization: Bearer $RESULTS_TOKEN"`

const refusing = `curl -s "$SIPAS/api/v1/campaigns/c1/results" -H "Authorization: Bearer $TOKEN" -o /dev/null -w '%{http_code}' | grep -x 403
curl -s "$SIPAS/api/v1/campaigns/nothing/released" -H "Authorization: Bearer $TOKEN" | grep '"campaign_unknown"'`

const message = `{ "type": "figures.released", "timestamp": "2026-11-29T18:00:04.000Z",
  "data": { "campaign": { "code": "c1", "title": { "en": "Fourth quarter of 2026" }, "questionnaire": { "id": "sipas-service", "version": 2 },
                          "opensOn": "2026-10-01", "closesOn": "2026-12-31", "state": "open", "synthetic": false },
            "night": "2026-11-30", "released": "https://…/api/v1/campaigns/c1/released" } }`

const checking = `import base64, hashlib, hmac, time

def is_ours(secret: str, headers: dict, body: bytes) -> bool:
    name, at = headers["webhook-id"], headers["webhook-timestamp"]
    if abs(time.time() - int(at)) > 300:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    right = base64.b64encode(hmac.new(key, f"{name}.{at}.".encode() + body, hashlib.sha256).digest()).decode()
    return any(hmac.compare_digest(one, "v1," + right) for one in headers["webhook-signature"].split(" "))`
