import { useEffect, useState } from 'preact/hooks'
import { readDefinition } from '../../surveys/definition'
import { type Finding, findings } from '../../surveys/designing/findings'
import type { Questionnaire } from '../../surveys/schema'

const afterMs = 200

/** What is wrong or doubtful, a moment after the last change. */
export function useFindings(draft: Questionnaire): readonly Finding[] {
  const [found, setFound] = useState<readonly Finding[]>(() => findings(draft, readDefinition))
  useEffect(() => {
    const timer = setTimeout(() => setFound(findings(draft, readDefinition)), afterMs)
    return () => clearTimeout(timer)
  }, [draft])
  return found
}
