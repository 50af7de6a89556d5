export { ACCOUNT_PAGES, accountPage, WITHOUT_SCRIPT } from './account.ts'
export { adminRoutes } from './admin.ts'
export { handlerOptions } from './handler-options.ts'
export { createWebhookInbox, type WebhookInbox } from './webhook-inbox.ts'
