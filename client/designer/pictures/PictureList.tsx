import { useState } from 'preact/hooks'
import { changeOption } from '../../../surveys/designing/scales'
import type { Option, Scale } from '../../../surveys/instrument/schema'
import { pictureSay } from '../../text/pictures'
import { Field, useFocusOn } from '../frame/Fields'
import type { Desk } from '../frame/desk'
import { sendFile } from '../frame/sending'
import { optionName } from '../scales/naming'
import { shrunk } from './shrinking'

type PictureListProps = { readonly desk: Desk; readonly scale: Scale; readonly onClose: () => void }

/** A picture for each option of a scale, beside the label that stays. */
export function PictureList({ desk, scale, onClose }: PictureListProps) {
  const tell = pictureSay(desk.office)
  return (
    <section class="paste pictures" aria-labelledby="pictures-title">
      <h4 id="pictures-title">{tell('pictureTitle')}</h4>
      <p class="note">{tell('pictureHint')}</p>
      <ol class="option-pictures">
        {scale.options.map((option, place) => (
          <PictureOf key={option.code} {...{ desk, scale, option, place }} />
        ))}
      </ol>
      <p class="acts">
        <button type="button" class="tool" onClick={onClose}>
          {desk.say('pasteClose')}
        </button>
      </p>
    </section>
  )
}

type PictureOfProps = Omit<PictureListProps, 'onClose'> & { readonly option: Option; readonly place: number }

type Sending = { readonly kind: 'none' | 'sending' | 'kept' } | { readonly kind: 'wrong'; readonly message: string }

function PictureOf({ desk, scale, option, place }: PictureOfProps) {
  const { say, change } = desk
  const tell = pictureSay(desk.office)
  const focusOn = useFocusOn()
  const [sending, setSending] = useState<Sending>({ kind: 'none' })
  const what = optionName(desk, option, place)
  const put = (picture: string | undefined) =>
    change(`scale ${scale.id} picture ${option.code}`, (draft) => {
      // It may have moved while its picture was on its way.
      const now = draft.scales.find(({ id }) => id === scale.id)?.options.findIndex(({ code }) => code === option.code) ?? -1
      return changeOption(draft, scale.id, now, { picture })
    })
  const send = async (file: File): Promise<void> => {
    setSending({ kind: 'sending' })
    const sent = await sendFile(`${desk.address}/pictures`, await shrunk(file))
    setSending(sent.ok ? { kind: 'kept' } : { kind: 'wrong', message: sent.message ?? tell('pictureFailed') })
    if (sent.ok) put(sent.name)
  }
  const remove = () => {
    put(undefined)
    setSending({ kind: 'none' })
    focusOn(`.option-pictures > li:nth-child(${place + 1}) input`)
  }
  return (
    <li>
      {option.picture === undefined ? (
        <span class="picture none" aria-hidden="true">
          {place + 1}
        </span>
      ) : (
        <img class="picture" src={`/media/${option.picture}`} alt={tell('pictureOf', { what })} width="120" height="90" loading="lazy" />
      )}
      <Field
        label={tell(option.picture === undefined ? 'pictureAdd' : 'pictureReplace', { what })}
        wrong={sending.kind === 'wrong' ? sending.message : undefined}
      >
        {(marks) => (
          <input
            {...marks}
            type="file"
            accept="image/png,image/jpeg,image/webp,image/heic"
            disabled={sending.kind === 'sending'}
            onChange={({ currentTarget }) => {
              const [file] = currentTarget.files ?? []
              currentTarget.value = ''
              if (file) void send(file)
            }}
          />
        )}
      </Field>
      {option.picture !== undefined && (
        <button type="button" class="quiet" aria-label={tell('pictureRemove', { what })} onClick={remove}>
          {say('remove')}
        </button>
      )}
      <p role="status">{sending.kind === 'sending' ? tell('pictureSending') : sending.kind === 'kept' ? tell('pictureKept') : ''}</p>
    </li>
  )
}
