import { countables } from '../../../../surveys/countable'
import { headlineOf, indicators } from '../../../../surveys/indicators'
import { items } from '../../../../surveys/questionnaire'
import type { LocalText, Questionnaire } from '../../../../surveys/schema'
import { type ChangeKind, comparableFigures, figureKey, versionChanges } from '../../../../surveys/versions'

/** A figure of either version and what became of it; `kind` undefined: it means the same. */
export type FigureFate = { readonly key: string; readonly code: string; readonly label: LocalText; readonly kind: ChangeKind | undefined }
export type ItemFate = { readonly code: string; readonly text: LocalText; readonly kind: ChangeKind }

/** Whether campaigns of both versions stand in one trend: by what the headline means, and by what the author says. */
export type Verdict = 'joined' | 'not-declared' | 'headline-changed' | 'no-headline'

export type Comparison = { readonly items: readonly ItemFate[]; readonly figures: readonly FigureFate[]; readonly verdict: Verdict }

/** What became of every item that changed and of every figure, from an earlier version to a later one. */
export function comparisonOf(before: Questionnaire, after: Questionnaire): Comparison {
  const changes = versionChanges(before, after)
  const texts = new Map([...items(before), ...items(after)].map(({ id, text }) => [id, text]))
  const changed = new Map(changes.filter(({ what }) => what === 'figure').map(({ code, kind }) => [code, kind]))
  const labels = new Map([...labelled(before, texts), ...labelled(after, texts)])
  return {
    items: changes.filter(({ what }) => what === 'item').map(({ code, kind }) => ({ code, kind, text: texts.get(code) ?? {} })),
    figures: [...labels].map(([key, label]) => ({ key, code: key.split(' ')[1] ?? key, label, kind: changed.get(key) })),
    verdict: verdictOf(before, after),
  }
}

function verdictOf(before: Questionnaire, after: Questionnaire): Verdict {
  const headline = indicators(after, countables(after)).find(({ code }) => code === headlineOf(after))
  if (!headline) return 'no-headline'
  if (!comparableFigures(before, after).has(figureKey(headline))) return 'headline-changed'
  return after.comparableTo?.includes(before.version) ? 'joined' : 'not-declared'
}

/** Each figure with its name: what its node is called, or what its item asks. */
function labelled(questionnaire: Questionnaire, texts: ReadonlyMap<string, LocalText>): readonly (readonly [string, LocalText])[] {
  const labels: ReadonlyMap<string, LocalText> = new Map(questionnaire.trees.flatMap(({ id, nodes }) => nodes.map(({ code, label }) => [`${id} ${code}`, label] as const)))
  return indicators(questionnaire, countables(questionnaire)).map((indicator) => [figureKey(indicator), labels.get(figureKey(indicator)) ?? texts.get(indicator.code) ?? {}])
}
