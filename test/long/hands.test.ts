import { describe } from 'vitest'
import { allScreens, liesOpen } from '../browser/hands'
import { visiting } from '../browser/visiting'

describe('on every screen that is sold', () => liesOpen(visiting(), allScreens))
