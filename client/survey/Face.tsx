/** The five faces, drawn once on a page and shown by name; they say nothing that the words beside them do not. */
export const FaceSymbols = () => (
  <svg class="symbols" width="0" height="0" aria-hidden="true">
    {mouths.map((mouth, index) => (
      <symbol id={`face-${index + 1}`} key={mouth} viewBox="0 0 40 40">
        <circle cx="20" cy="20" r="18.5" fill="currentColor" />
        <g class="features">
          <circle class="eye" cx="13.7" cy="16" r="2.5" />
          <circle class="eye" cx="26.3" cy="16" r="2.5" />
          <path d={mouth} />
        </g>
      </symbol>
    ))}
  </svg>
)

export const Face = ({ face }: { readonly face: number }) => (
  <svg class={`face f${face}`} aria-hidden="true">
    <use href={`#face-${face}`} />
  </svg>
)

const mouths = ['M11 29q9-9 18 0', 'M12.5 28q7.5-4.5 15 0', 'M12.5 27h15', 'M12 25.5q8 5.5 16 0', 'M10.5 24q9.5 11.5 19 0'] as const
