/** How another system reads from here and is told by it, around the examples. */
export const guideEn = {
  title: 'Guide and reference of the interface',
  lead: 'Satisfaction surveys of public administrative services: recording responses, reading results, exporting.',
  readingTitle: 'Reading from another system',
  account:
    'Whoever runs the server gives the system an account of its own, a role and a token. A token does what its scope names and never more than its account; it ends by itself after as many days.',
  scopes:
    '`released.read` reads what may leave the office: figures that tell of nobody, moved on once a night. `results.read` reads working figures of the campaigns and agencies that the account is over. In the examples `SIPAS` is the server’s address, such as `https://sipas.example.gov.vn`, `TOKEN` what the last of these commands printed, `RESULTS_TOKEN` the same with the other scope; `c1` and `A1` stand for codes that the first two answers list. The scope of the token above opens these:',
  working: 'Working figures take filters: months (both inclusive), an agency or a block, a channel, a service.',
  figures:
    'Working figures carry under `profile` the questions on which no indicator stands, of each agency and block and in all: who answered, what was put in order, net scores and means. Shares are 0…1 and unrounded; `shown` is the figure as every page shows it. A figure never comes without its base and the number of persons; one that is withheld says `"withheld": "small"` and has no value.',
  refused:
    'What is refused is answered by a status and `{"code", "message"}`; `lang` or `Accept-Language` say in which language the message is:',
  toldTitle: 'Being told',
  told: 'A system need not ask again and again: under *Settings → Telling other systems* the office adds its address, and it is sent a message when a campaign opens, changes or ends and when figures are released, published or withdrawn. `type` is one of {events}, or `trial` with empty `data` when the office tries the address:',
  signed:
    'A message holds no answer and no count. It is signed after the convention of webhooks (standardwebhooks.com), so a library in most languages checks it with the secret that the office was shown; without one it takes a few lines:',
  taken:
    'Answer with 2xx within ten seconds and work afterwards. A message that was not taken comes again for three days, under the same `webhook-id`: whoever has it already ignores it. 410 ends it. Redirections are not followed.',
  reference: 'Below stands each address with what it takes and gives.',
} as const
