import { useState } from 'preact/hooks'
import type { Lookable } from '../../../surveys/designing/conditions'
import { replaced } from '../../../surveys/designing/lists'
import { toldPlace, toldPlaces } from '../../../surveys/instrument/pipes'
import type { LocalText } from '../../../surveys/instrument/schema'
import { ChoiceField, TextField, textMark, useFocusOn } from '../frame/Fields'
import type { Desk } from '../frame/desk'

/** A text that can tell an earlier answer, by the mark of its field. */
export type TellingText = {
  readonly mark: string
  readonly label: string
  readonly text: LocalText | undefined
  readonly write: (text: LocalText) => void
}

type TellAnswerProps = {
  readonly desk: Desk
  /** What is asked before the texts. */
  readonly before: readonly Lookable[]
  readonly texts: readonly TellingText[]
}

/** Puts the place of an earlier answer where the cursor is in a text, with words for whoever has given none, and says by name which answers the texts tell. */
export function TellAnswer({ desk, before, texts }: TellAnswerProps) {
  const { say, content } = desk
  const [wanted, setMark] = useState('')
  const focusOn = useFocusOn()
  const asked = before.filter(({ question }) => question !== undefined)
  const into = texts.find(({ mark }) => mark === wanted) ?? texts[0]
  const isTold = texts.some(({ text }) => toldPlaces(text?.[content] ?? '').length > 0)
  if (!into || (asked.length === 0 && !isTold)) return null
  const insert = (item: string): void => {
    if (item === '') return
    const text = into.text?.[content] ?? ''
    const at = cursorIn(into.mark) ?? text.length
    const [start, end] = [text.slice(0, at), text.slice(at)]
    const place = `${start === '' || /\s$/.test(start) ? '' : ' '}${toldPlace(item, say('tellWords'))}${/^[\p{L}\p{N}]/u.test(end) ? ' ' : ''}`
    into.write({ ...into.text, [content]: start + place + end })
    focusOn(textMark(into.mark))
  }
  return (
    <fieldset class="telling">
      <legend>{say('tellAnswer')}</legend>
      {asked.length > 0 && (
        <div class="pair">
          <ChoiceField
            label={say('tellWhere')}
            value={into.mark}
            options={texts.map(({ mark, label }) => ({ value: mark, text: label }))}
            onChange={setMark}
          />
          <ChoiceField
            label={say('tellOf')}
            hint={say('tellHint')}
            value=""
            options={[
              { value: '', text: say('tellNone') },
              ...asked.map(({ id, text: words }) => ({ value: id, text: `${id} – ${desk.text(words) || say('unnamed')}` })),
            ]}
            onChange={insert}
          />
        </div>
      )}
      {isTold && (
        <ul class="told">
          {texts.map((one) => (
            <ToldIn key={one.mark} {...{ desk, before, one }} />
          ))}
        </ul>
      )}
    </fieldset>
  )
}

type ToldInProps = Pick<TellAnswerProps, 'desk' | 'before'> & { readonly one: TellingText }

/** The answers that one text tells in the content language, each by the words of its question. */
function ToldIn({ desk, before, one: { label, text, write } }: ToldInProps) {
  const { say, content } = desk
  const own = text?.[content] ?? ''
  const places = toldPlaces(own)
  const put = (at: number, place: string): void => write({ ...text, [content]: anew(own, at, place) })
  return (
    <>
      {places.map(({ item, words = '' }, at) => {
        const found = before.find(({ id }) => id === item)
        const name = found ? desk.text(found.text) || say('unnamed') : say('conditionItemGone', { id: item })
        return (
          <li key={at}>
            <p>
              <b class="chip">{name}</b> <small>{say('tellToldIn', { id: item, where: label })}</small>
            </p>
            <TextField label={say('tellWhenNone')} lang={content} value={words} onInput={(next) => put(at, toldPlace(item, next))} />
            <button type="button" class="tool" aria-label={say('removeOf', { what: name })} onClick={() => put(at, words)}>
              {say('remove')}
            </button>
          </li>
        )
      })}
    </>
  )
}

/** The text with the place of that number, from 0, put anew. */
function anew(text: string, number: number, place: string): string {
  const wholes = toldPlaces(text).map(({ whole }) => whole)
  const rests: string[] = []
  let left = text
  for (const whole of wholes) {
    const at = left.indexOf(whole)
    rests.push(left.slice(0, at))
    left = left.slice(at + whole.length)
  }
  const [before, others] = [rests, replaced(wholes, number, place)]
  return others.map((one, at) => (before[at] ?? '') + one).join('') + left
}

/** Where the cursor last was in the field of a text. */
function cursorIn(mark: string): number | undefined {
  const field = document.querySelector<HTMLInputElement | HTMLTextAreaElement>(textMark(mark))
  return field?.selectionEnd ?? undefined
}
