import { testsWith } from './vitest.config.ts'

export default testsWith('react-router7')
