import type { APIRequestContext } from "@playwright/test";

export type Values = Record<string, unknown>;

interface Answer {
    result?: unknown;
    error?: { data?: { message?: string }; message?: string };
}

/** A user's session, to prepare what a journey needs and to look at what it caused. The browser can share it. */
export class Odoo {
    readonly #request: APIRequestContext;
    readonly #id: number;

    private constructor(request: APIRequestContext, id: number) {
        this.#request = request;
        this.#id = id;
    }

    static async login(request: APIRequestContext, login: string, password: string): Promise<Odoo> {
        const info = await post(request, "/web/session/authenticate", { db: "support_center", login, password });
        return new Odoo(request, (info as { uid: number }).uid);
    }

    /** Id of the user in `res.users`. */
    get uid(): number {
        return this.#id;
    }

    /** @throws Error with the server's sentence when it refuses */
    async call<T>(model: string, method: string, args: unknown[] = [], kwargs: Values = {}): Promise<T> {
        const params = { model, method, args, kwargs };
        return (await post(this.#request, `/web/dataset/call_kw/${model}/${method}`, params)) as T;
    }

    async create(model: string, values: Values): Promise<number> {
        const [id] = await this.call<number[]>(model, "create", [[values]]);
        if (id === undefined) throw new Error(`${model}.create made nothing`);
        return id;
    }

    async write(model: string, id: number, values: Values): Promise<void> {
        await this.call(model, "write", [[id], values]);
    }

    async read<T>(model: string, id: number, fields: (keyof T & string)[]): Promise<T> {
        const [record] = await this.call<T[]>(model, "read", [[id], fields]);
        if (record === undefined) throw new Error(`there is no ${model} ${id}`);
        return record;
    }

    /** Id of the one record that matches. */
    async find(model: string, domain: unknown[]): Promise<number> {
        const ids = await this.call<number[]>(model, "search", [domain], { context: { active_test: false } });
        const [id, ...others] = ids;
        if (id === undefined || others.length > 0) {
            throw new Error(`${ids.length} records of ${model} match ${JSON.stringify(domain)}`);
        }
        return id;
    }

    count(model: string, domain: unknown[]): Promise<number> {
        return this.call<number>(model, "search_count", [domain]);
    }
}

async function post(request: APIRequestContext, path: string, params: Values): Promise<unknown> {
    const response = await request.post(path, { data: { jsonrpc: "2.0", method: "call", params } });
    if (!response.ok()) throw new Error(`${path} answered ${response.status()}`);
    const { result, error } = (await response.json()) as Answer;
    if (error) throw new Error(error.data?.message ?? error.message ?? "the server refused");
    return result;
}
