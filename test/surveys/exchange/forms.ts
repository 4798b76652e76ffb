import { lentWords } from '../../../client/text/exchange'
import { built } from '../../../surveys/exchange/building'
import { type Report, reporting } from '../../../surveys/exchange/notes'
import { type FormSheets, outlineOfForm, type SheetRow } from '../../../surveys/exchange/xlsform'
import type { Question, Questionnaire } from '../../../surveys/instrument/schema'

/** What an import of some kind came to. */
export type Came = { readonly definition: Questionnaire; readonly report: Report }

/** A sheet as a person types it, cells between bars. */
export const sheet = (text: string): readonly SheetRow[] =>
  text
    .trim()
    .split('\n')
    .map((line, at) => ({ line: at + 1, cells: line.split('|').map((cell) => cell.trim()) }))

export type Sheets = { readonly survey: string; readonly choices?: string; readonly settings?: string }

export const formSheets = ({ survey, choices = '', settings = '' }: Sheets): FormSheets => ({
  survey: sheet(survey),
  choices: sheet(choices),
  settings: sheet(settings),
})

/** An XLSForm as it would be taken. */
export function takenForm(sheets: Sheets): Came {
  const { tell, report } = reporting()
  const { definition } = built(outlineOfForm(formSheets(sheets), lentWords, tell), tell)
  return { definition, report: report() }
}

export const questionsOf = ({ sections }: Questionnaire): readonly Question[] => sections.flatMap(({ questions }) => questions)

/** What was said of a report's places, as `place code seen`. */
export const told = ({ notes }: Report): readonly string[] =>
  notes.map(({ place: { sheet, row, page, group, name }, code, seen }) =>
    [row === undefined ? name || (page ?? group ?? sheet ?? '') : `${row} ${name}`, code, seen].filter((part) => part !== '').join(' | '),
  )

/** Five forms as offices of other countries keep them. */
export const realForms: Readonly<Record<string, Sheets>> = {
  service: {
    survey: `
type | name | label::Tiếng Việt (vi) | label::English (en) | hint::Tiếng Việt (vi) | hint::English (en) | required | relevant | constraint | appearance | parameters
start | start | | | | | | | | |
deviceid | deviceid | | | | | | | | |
begin group | about | Về ông/bà | About you | | | | | | field-list |
select_one gender | gender | Giới tính | Sex | | | yes | | | |
integer | age | Tuổi | Age | Tính tròn năm | In whole years | yes | | . >= 18 and . <= 110 | |
select_multiple services | used | Đã làm thủ tục nào | Which procedures | | | | | count-selected(.) <= 3 | minimal |
end group | | | | | | | | | |
begin group | rate | Mức hài lòng | Satisfaction | | | | \${used} != '' | | table-list |
select_one sat | manner | Thái độ phục vụ | Manner | | | | | | |
select_one sat | pace | Thời gian giải quyết | Time taken | | | | | | |
end group | | | | | | | | | |
begin group | last | Ý kiến | Opinion | | | | | | |
range | nps | Khả năng giới thiệu | Would recommend | | | | | | | start=0 end=10 step=1
text | why | Vì sao | Why | | | | \${nps} <= 6 or selected(\${used}, 'land') | | multiline |
date | when | Ngày làm thủ tục | Day of the visit | | | | | . >= date('2026-01-01') | |
note | bye | Xin cảm ơn ông/bà | Thank you | | | | | | |
end group | | | | | | | | | |`,
    choices: `
list_name | name | label::Tiếng Việt (vi) | label::English (en)
gender | m | Nam | Male
gender | f | Nữ | Female
services | id | Căn cước | Identity card
services | land | Đất đai | Land
services | birth | Khai sinh | Birth
sat | 1 | Không hài lòng | Dissatisfied
sat | 2 | Bình thường | Neutral
sat | 3 | Hài lòng | Satisfied`,
    settings: `
form_title | form_id | version | default_language
Khảo sát một cửa | mot-cua | 2026112901 | Tiếng Việt (vi)`,
  },
  clinic: {
    survey: `
type | name | label | hint | required | relevance | constraint | constraint_message | appearance | read_only | calculation
today | today | | | | | | | | |
select one from yn | visited | Have you been treated here before? | | true | | | | | |
select_one dept or_other | dept | Which department? | Where you waited longest | yes | \${visited} = 'yes' | | | quick | |
decimal | wait | Hours waited | | | | . >= 0 and . < 48 | Not longer than two days | | |
calculate | minutes | | | | | | | | | \${wait} * 60
select_one agree | q1 | The staff listened | | | | | | likert | |
select_one agree | q2 | The rooms were clean | | | | | | likert | |
acknowledge | consent | I agree that my answers are kept | | yes | | | | | |
image | photo | A photo of the ward | | | | | | | |`,
    choices: `
list name | name | label | image
yn | yes | Yes |
yn | no | No |
dept | er | Emergency | er.png
dept | lab | Laboratory |
agree | 1 | Disagree |
agree | 2 | Neither |
agree | 3 | Agree |`,
    settings: `
form_title | form_id
Patients at the clinic | clinic_2026`,
  },
  school: {
    survey: `
type | name | label::Français (fr) | required | relevant | appearance | choice_filter
begin_group | parents | Les parents | | | |
select_one region | region | Votre région | yes | | |
select_one town | town | Votre commune | yes | | | region=\${region}
end_group | | | | | |
begin_group | school | L'école | | not(\${region} = 'other') | |
begin_group | teachers | Les enseignants | | \${town} != 'b2' | |
select_one mark | t1 | Écoute | | | list-nolabel |
select_one mark | t2 | Clarté | | | list-nolabel |
end_group | | | | | |
select_multiple mean | how | Comment venez-vous ? | | | |
end_group | | | | | |`,
    choices: `
list_name | name | label::Français (fr) | region
region | nord | Nord |
region | other | Autre |
town | a1 | Arras | nord
town | b2 | Béthune | nord
mark | 1 | Mauvais |
mark | 2 | Bon |
mean | bus | En bus |
mean | pied | À pied |`,
    settings: `
form_title | form_id
Enquête des parents | parents`,
  },
  household: {
    survey: `
type | name | label | required | relevant | repeat_count
username | user | | | |
integer | members | Số người trong hộ | yes | |
begin repeat | member | Từng người | | | \${members}
text | member_name | Họ tên | | |
begin repeat | job | Việc làm | | |
text | job_name | Nghề | | |
end repeat | | | | |
end repeat | | | | |
select_one water | water | Nguồn nước | yes | |
text | other_water | Nguồn khác | | \${water} = 'other' |
dateTime | met | Lúc gặp | | |
geopoint | place | Toạ độ | | |`,
    choices: `
list_name | name | label
water | tap | Nước máy
water | well | Giếng
water | other | Khác`,
    settings: `
form_title | form_id
Hộ gia đình | ho-gia-dinh`,
  },
  feedback: {
    survey: `
type | name | label::English (en) | label::Tày (tyz) | required | relevant | parameters
begin group | g1 | Your visit | | | |
select_one five | overall | Overall | Tằng mòi | yes | | randomize=true
rank offices | order | Order the offices | | | |
select_multiple offices | seen | Where have you been? | | | |
text | more | What else, \${overall}? | | | selected(\${seen}, 'post') and \${overall} >= 3 |
end group | | | | | |`,
    choices: `
list_name | name | label::English (en) | label::Tày (tyz) | score | positive | kind
five | 1 | Bad | Rại | 1 | no |
five | 3 | Fair | Dú | 3 | no |
five | 5 | Good | Đây | 5 | yes |
five | 9 | Does not apply | Bố | | | not-applicable
offices | post | Post | Post | | |
offices | bank | Bank | Bank | | |`,
    settings: `
form_title | form_id | default_language
Feedback | feedback | English (en)`,
  },
}
