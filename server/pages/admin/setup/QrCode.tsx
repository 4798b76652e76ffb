import { qrModules, qrPath } from '../../../setup/qr'

/** A QR code in the page itself, so that it prints as sharp as the printer can. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const modules = qrModules(text)
  return (
    <svg class="qr" role="img" aria-label={label} viewBox={`0 0 ${modules.length} ${modules.length}`} shape-rendering="crispEdges">
      <path class="light" d={`M0 0h${modules.length}v${modules.length}h-${modules.length}z`} />
      <path class="dark" d={qrPath(modules)} />
    </svg>
  )
}
