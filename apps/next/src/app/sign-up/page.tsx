import { flowPage } from '../../flow-page.tsx'

export default flowPage('/sign-up')
