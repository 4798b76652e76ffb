import { items } from '../../surveys/instrument/questionnaire'
import type { Questionnaire } from '../../surveys/instrument/schema'

/** The same items as plain HTML with the browser's own controls: the least that can be answered on a phone. */
export function staticPage(questionnaire: Questionnaire): string {
  const fields = items(questionnaire).map((item) => {
    const name = escaped(item.id)
    const kind = item.question.type === 'multiple' ? 'checkbox' : 'radio'
    const options = (item.scale?.options ?? []).map(
      ({ code, label }) => `<label><input type="${kind}" name="${name}" value="${escaped(code)}"> ${escaped(label['vi'] ?? '')}</label>`,
    )
    return `<fieldset><legend>${escaped(item.text['vi'] ?? '')}</legend>${options.length > 0 ? options.join('') : `<input name="${name}">`}</fieldset>`
  })
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(questionnaire.title['vi'] ?? '')}</title><link rel="icon" href="data:,"><style>body{font:17px/1.5 system-ui}label{display:block;min-height:48px}</style>`
  return `<!doctype html><html lang="vi"><head>${head}</head><body><form method="post">${fields.join('')}<button>Gửi</button></form></body></html>`
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
