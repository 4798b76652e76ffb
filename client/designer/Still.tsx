import { Component, type ComponentChildren } from 'preact'

type Props = { readonly isStill: boolean; readonly children: ComponentChildren }

/** Leaves what is in it as it was last drawn while nobody sees it: it is there at once when one comes back. */
export class Still extends Component<Props> {
  override shouldComponentUpdate({ isStill }: Props): boolean {
    return !isStill
  }

  render({ children }: Props): ComponentChildren {
    return children
  }
}
