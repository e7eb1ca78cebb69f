import type { Reply, Requester, RequestOptions } from "./channel";

/** The channel to one of several releases of a widget: the same methods, with a prefix before their names. */
export class SideChannel implements Requester {
  constructor(
    readonly channel: Requester,
    readonly prefix: string,
  ) {}

  request<T>(method: string, params: object, options?: RequestOptions): Promise<Reply<T>> {
    return this.channel.request<T>(`${this.prefix}.${method}`, params, options);
  }

  on(event: string, listener: (data: never) => void): () => void {
    return this.channel.on(`${this.prefix}.${event}`, listener);
  }
}
