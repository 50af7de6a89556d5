import { authenticate } from '../authenticate/route.ts'
import type { Operation } from '../http/operation.ts'
import { codeOperations } from '../routes/codes.ts'
import { sessionOperations } from '../routes/sessions.ts'
import { userOperations } from '../routes/users.ts'

/** The whole API: what is not in this list answers 501. */
export const operations: readonly Operation[] = [
  ...userOperations,
  ...codeOperations,
  ...sessionOperations,
  authenticate,
]
