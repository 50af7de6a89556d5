import { flowPage } from '../../flow-page.tsx'

export default flowPage('/reset-password')
