import type { Reader } from './reader'
import { Shell } from './Shell'

type Link = { readonly href: string; readonly text: string }
type Props = { readonly reader: Reader; readonly title: string; readonly text: string; readonly link?: Link }

/** A page in place of the one asked for: what is the matter and where to go. */
export const Notice = ({ reader, title, text, link = { href: '/admin', text: reader.say('backToCampaigns') } }: Props) => (
  <Shell reader={reader}>
    <h1>{title}</h1>
    <p class="sub">{text}</p>
    <p class="acts"><a class="button" href={link.href}>{link.text}</a></p>
  </Shell>
)
