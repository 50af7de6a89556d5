import { defineCollection } from 'astro:content'
import { docsSchema } from '@astrojs/starlight/schema'
import { z } from 'astro/zod'
import { documents } from './site/loader.ts'

export const collections = {
  docs: defineCollection({
    loader: documents(),
    schema: docsSchema({
      extend: z.object({
        kind: z.enum(['Guide', 'Reference', 'API']).default('API'),
        keywords: z.string().optional(),
      }),
    }),
  }),
}
