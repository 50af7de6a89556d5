import { handlers } from '../../../auth.ts'

export const { DELETE, GET, PATCH, POST } = handlers
