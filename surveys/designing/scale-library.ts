import { experiences } from './scale-library/experiences'
import type { LibraryScale } from './scale-library/library-scale'
import { opinions } from './scale-library/opinions'
import { people } from './scale-library/people'
import { reasons } from './scale-library/reasons'

/** Every ready scale, group by group; scores are in points, that is for a `scoreUnit` of 1. */
export const scaleLibrary: readonly LibraryScale[] = [...opinions, ...experiences, ...people, ...reasons]
