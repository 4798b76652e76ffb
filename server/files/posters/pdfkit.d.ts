/** What is used of the library, as of 0.20; the types that others keep are of an older one. */
declare module 'pdfkit' {
  import type { Readable } from 'node:stream'

  export type StructureOptions = {
    readonly lang?: string
    readonly alt?: string
    readonly bbox?: readonly [left: number, top: number, right: number, bottom: number]
    readonly scope?: 'Row' | 'Column'
  }
  export type StructureElement = {
    readonly add: (child: StructureElement | (() => void)) => StructureElement
    readonly end: () => void
  }
  export type OpenedImage = { readonly width: number; readonly height: number }

  /** OpenType features that are switched on or off. */
  type Shaping = { readonly features: Readonly<Record<string, boolean>> }

  type Options = {
    readonly autoFirstPage: boolean
    /** Empty: none is loaded that is not registered. */
    readonly font: string
    readonly pdfVersion: '1.7'
    readonly subset: 'PDF/UA'
    readonly tagged: boolean
    readonly displayTitle: boolean
    readonly lang: string
    readonly info: Readonly<Record<string, string | Date>>
  }

  class PDFDocument extends Readable {
    constructor(options: Options)
    addPage(options: { readonly size: 'A4' | 'A5'; readonly margin: number }): this
    end(): void

    registerFont(name: string, source: Uint8Array): this
    font(name: string): this
    fontSize(points: number): this
    widthOfString(text: string, options: Shaping): number
    text(text: string, x: number, y: number, options: Shaping & { readonly lineBreak: false }): this

    openImage(source: Buffer): OpenedImage
    image(
      image: OpenedImage,
      x: number,
      y: number,
      options: { readonly fit: readonly [number, number]; readonly align: 'center'; readonly valign: 'center' },
    ): this

    save(): this
    restore(): this
    rotate(degrees: number, options: { readonly origin: readonly [number, number] }): this
    lineWidth(points: number): this
    moveTo(x: number, y: number): this
    lineTo(x: number, y: number): this
    rect(x: number, y: number, width: number, height: number): this
    circle(x: number, y: number, radius: number): this
    roundedRect(x: number, y: number, width: number, height: number, radius: number): this
    dash(length: number, options: { readonly space: number }): this
    undash(): this
    strokeColor(color: string): this
    fillColor(color: string): this
    stroke(): this
    fill(): this
    fillAndStroke(fill: string, stroke: string): this

    struct(type: string, options?: StructureOptions, children?: () => void): StructureElement
    addStructure(element: StructureElement): this
    markContent(tag: 'Artifact', options: { readonly type: 'Layout' | 'Pagination' }): this
    endMarkedContent(): this
  }

  export { PDFDocument as default }
}
