import { listTxtRecords, setTxtRecords } from '../../engine/domain/organization-domains/txt-records.ts'
import { readBody } from '../../engine/web/http/request-body.ts'
import { validate } from '../../engine/web/http/validate.ts'
import type { ControlRoute } from './control-route.ts'
import { DnsBody } from './schemas.ts'

/** The DNS records of this environment, so that domains can be verified without real DNS. */
export function mountDns(route: ControlRoute): void {
  route('GET', '/dns', async (environment, c) => c.json({ data: await listTxtRecords(environment) }))
  route('PUT', '/dns', async (environment, c) => {
    const { name, txt } = validate(DnsBody, await readBody(c.req.raw))
    await setTxtRecords(environment, name, txt)
    return c.json({ data: await listTxtRecords(environment) })
  })
}
