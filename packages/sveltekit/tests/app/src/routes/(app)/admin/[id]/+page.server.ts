import { ran } from '../../../../lib/ran.ts'

export const load = () => ran('load')
export const actions = { rename: () => ran('action') }
