import { questionSchemas } from '../instrument/schema'

/** The shape of every question type as a JSON schema; the build of the designer puts the value in its place, so that no browser loads what makes it. */
export const questionShapes: unknown = questionSchemas()
