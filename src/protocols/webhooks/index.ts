// The door of webhooks: proving who sent a delivery. Standard Webhooks, GitHub, Stripe.
export { describeSignature } from "./describe.ts";
export {
  signedContent,
  type Delivery,
  type WebhookHeaders,
  type WebhookScheme,
} from "./schemes.ts";
export {
  equalInConstantTime,
  sign,
  verify,
  type Received,
  type Secrets,
  type Verdict,
} from "./signature.ts";
