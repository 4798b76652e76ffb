import { addQuestion, changeQuestion } from '../../surveys/designing/questions'
import type { LocalText, Questionnaire } from '../../surveys/instrument/schema'
import { type Desk, designing } from './designing'
import { shippedVersion } from './fielded'

/** The questionnaire whose next version is being designed, the one that has two published versions, and an indicator set that is in use and goes on. */
export const designed = { open: 'sipas-service', twice: 'sipas-service-quick', set: 'par-index-agency' } as const

/** A design in the middle of its making, with an error and a warning in its first section; and a questionnaire in two versions. */
export async function withDesigns(server: Desk): Promise<void> {
  const author = designing(server)
  const next = async (id: keyof typeof shippedVersion): Promise<{ readonly definition: Questionnaire; readonly revision: number }> => {
    await author.office.send(`/admin/questionnaires/${id}/${shippedVersion[id]}/next`)
    return author.state(id)
  }
  const twice = await next(designed.twice)
  await author.publish(reworded(twice.definition), twice.revision)
  const open = await next(designed.open)
  const saved = await author.save(designed.open, open.revision, inTheMaking(open.definition))
  if (saved.status !== 200) throw new Error(`the design was not saved: ${JSON.stringify(saved)}`)
  await author.office.send(`/admin/questionnaires/${designed.set}/take`)
  await author.office.send(`/admin/questionnaires/${designed.set}/1/next`)
}

/** With another title and other words of its first question. */
function reworded(definition: Questionnaire): Questionnaire {
  const anew = (text: LocalText): LocalText => ({ ...text, vi: `${text['vi'] ?? ''} (lời mới)` })
  const [first] = definition.sections[0]?.questions ?? []
  const draft = first ? changeQuestion(definition, first.id, (question) => ({ ...question, text: anew(question.text) })) : definition
  return { ...draft, title: anew(draft.title) }
}

/** With a criterion that asks two things at once and has no English, and one without words. */
function inTheMaking(definition: Questionnaire): Questionnaire {
  const asked = added(definition, { vi: 'Công chức giải thích rõ ràng và trả kết quả nhanh chóng' })
  return added(asked, {})
}

function added(before: Questionnaire, text: LocalText): Questionnaire {
  const { draft, id } = addQuestion(before, 'rating', before.sections[0]?.id ?? '')
  return changeQuestion(draft, id, (question) => ({ ...question, text }))
}
