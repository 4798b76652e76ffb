import { type Desk, languageNameFor } from '../frame/desk'

type Props = { readonly desk: Desk; readonly languages: readonly string[] }

/** That a pasted column is in a language which the questionnaire does not speak, and what to do about it. */
export const Unspoken = ({ desk: { say, office }, languages }: Props) => (
  <>
    {languages.map((tag) => (
      <p key={tag} class="wrong">
        {say('pasteUnspoken', { language: languageNameFor(tag, office, say) })}
      </p>
    ))}
  </>
)
