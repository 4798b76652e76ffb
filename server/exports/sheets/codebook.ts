import { localised } from '../../../surveys/language'
import { type Item, items } from '../../../surveys/questionnaire'
import type { LocalText, Option } from '../../../surveys/schema'
import type { Facts } from '../facts'
import { onePage, type Sheet, type SheetCell } from '../document'
import { exportWords, type Say } from '../words/words'
import { markColumns, marksOf } from './levels'

/** What every column and code of the campaign's answers means, in Vietnamese and English. */
export function codebook(facts: Facts): Sheet {
  const { questionnaire, language } = facts
  const say = exportWords(language)
  const both = (text: LocalText): readonly string[] => ['vi', 'en'].map((one) => localised(text, one, questionnaire.languages))
  const rows = items(questionnaire).flatMap((item) => {
    const head = [item.id, localised(item.section.title, language, questionnaire.languages), item.question.type, say(item.question.required ? 'yes' : 'no'), ...both(item.text)]
    return optionsOf(item).map((option) => [...head, ...optionCells(say, item, option, both, questionnaire.scoreUnit), ...marksOf(facts, say)])
  })
  return { name: say('codebook'), columns: columnsOf(facts, say), pages: onePage(rows) }
}

function columnsOf(facts: Facts, say: Say): Sheet['columns'] {
  return [
    { title: say('item'), width: 12 }, { title: say('section'), width: 28, look: 'wrapped' }, { title: say('type'), width: 12 }, { title: say('required'), width: 10 },
    { title: say('textVi'), width: 48, look: 'wrapped' }, { title: say('textEn'), width: 48, look: 'wrapped' },
    { title: say('scale'), width: 16 }, { title: say('optionCode'), width: 11 }, { title: say('optionVi'), width: 28 }, { title: say('optionEn'), width: 28 },
    { title: say('optionKind'), width: 14 }, { title: say('score'), width: 9 }, { title: say('positive'), width: 10 },
    ...markColumns(facts, say),
  ]
}

/** An item without a scale has one row. */
const optionsOf = ({ scale }: Item): readonly (Option | undefined)[] => scale?.options ?? [undefined]

function optionCells(say: Say, { scale }: Item, option: Option | undefined, both: (text: LocalText) => readonly string[], unit: number): readonly SheetCell[] {
  if (!option) return [null, null, null, null, null, null, null]
  const score = option.score === undefined ? null : option.score * unit
  const positive = option.positive === undefined ? null : say(option.positive ? 'yes' : 'no')
  return [scale?.id ?? null, option.code, ...both(option.label), option.kind, score, positive]
}
