import { KernelError, NoAnswer } from "../../core/channel";

/** In words, why a request came to nothing. */
export function explained(error: unknown): string {
  if (error instanceof NoAnswer) return "The kernel does not answer: nothing was done. Try again.";
  if (error instanceof KernelError) return error.message;
  throw error;
}
