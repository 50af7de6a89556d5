import { testsWith } from './vitest.config.ts'

export default testsWith('next15')
