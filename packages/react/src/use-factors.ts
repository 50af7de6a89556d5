import {
  type EnrollmentEntry,
  enrollFactor,
  type FactorEntry,
  listFactors,
  type Result,
  removeFactor,
  verifyFactor,
} from '@latchkey/core'
import { useMemo } from 'react'
import { changed } from './changed.ts'
import { type Paginated, useList } from './use-list.ts'

/** The user's second factors. */
export interface FactorsHandle {
  factors: Paginated<FactorEntry>
  /** Starts the setup of an authenticator app. The secret is returned only this once. */
  enroll(): Promise<Result<EnrollmentEntry>>
  /** Finishes the setup with the first code from the app. */
  verify(input: { factorId: string; challengeId: string; code: string }): Promise<Result<null>>
  remove(factorId: string): Promise<Result<null>>
}

/** The authenticator apps of the signed-in user. */
export function useFactors(): FactorsHandle {
  const { client, list, resource } = useList('factors', listFactors)
  const actions = useMemo(
    (): Omit<FactorsHandle, 'factors'> => ({
      enroll: () => enrollFactor(client),
      verify: (input) => changed(verifyFactor(client, input), resource),
      remove: (id) => changed(removeFactor(client, id), resource),
    }),
    [client, resource],
  )
  return { factors: list, ...actions }
}
