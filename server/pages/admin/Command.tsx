/** A line to type. */
export const Command = ({ text }: { readonly text: string }) => <pre><code>{text}</code></pre>
