/** The part of HOOT and of Odoo's test helpers that the component tests use. */

declare module "@odoo/hoot" {
    interface Matchers {
        toBe(expected: unknown): void;
        toEqual(expected: unknown): void;
        toInclude(expected: unknown): void;
        toHaveCount(count: number): void;
        toHaveText(text: string | RegExp): void;
        toHaveAttribute(name: string, value?: string | RegExp): void;
        toHaveClass(name: string): void;
        toHaveValue(value: string | RegExp): void;
        toBeEnabled(): void;
        toBeFocused(): void;
        toBeGreaterThan(value: number): void;
        toBeLessThan(value: number): void;
        toMatch(pattern: RegExp | string): void;
        toThrow(pattern?: RegExp): void;
        readonly not: Matchers;
    }
    interface Expect {
        (actual: unknown): Matchers;
        step(value: unknown): void;
        verifySteps(steps: readonly unknown[]): void;
        errors(count: number): void;
        verifyErrors(patterns: readonly (RegExp | string)[]): void;
    }
    export const expect: Expect;
    export const test: { (name: string, run: () => void | Promise<void>): void; tags(...names: string[]): typeof test };
    export const describe: {
        (name: string, run: () => void): void;
        current: { tags(...names: string[]): void };
    };
    export function beforeEach(callback: () => void | Promise<void>): void;
}

declare module "@odoo/hoot-dom" {
    export function queryAll(selector: string): HTMLElement[];
    export function queryOne(selector: string): HTMLElement;
    export function queryAllTexts(selector: string): string[];
    export function press(keys: string | readonly string[]): Promise<unknown>;
    export function click(target: string | Element): Promise<unknown>;
    export function dblclick(target: string | Element): Promise<unknown>;
    export function waitFor(selector: string): Promise<Element>;
    export function pointerDown(target: string | Element, options?: object): Promise<unknown>;
    export function pointerUp(target: string | Element, options?: object): Promise<unknown>;
    export function hover(target: string | Element, options?: object): Promise<unknown>;
}

declare module "@odoo/hoot-mock" {
    export function animationFrame(): Promise<void>;
    export function advanceTime(milliseconds: number): Promise<void>;
    export function mockDate(date: string, zone?: number | string): void;
    export function mockTimeZone(zone: number | string): void;
    export function runAllTimers(): Promise<void>;
    export class Deferred<Value = void> extends Promise<Value> {
        constructor();
        resolve(value?: Value): void;
        reject(reason: unknown): void;
    }
}

declare module "@web/../tests/web_test_helpers" {
    /** Changes an object until the end of the test. */
    export function patchWithCleanup<Target extends object>(target: Target, changes: Partial<Target>): void;
    import type { Component } from "@odoo/owl";
    interface Route {
        readonly kwargs: Record<string, unknown>;
        readonly args: readonly unknown[];
        readonly model: string;
        readonly method: string;
    }
    export const fields: Record<string, (options?: object) => unknown>;
    export const models: { Model: new () => object; ServerModel: new () => object };
    export function defineModels(models: readonly unknown[]): void;
    export function defineParams(params: object): void;
    export function onRpc(method: string, callback: (route: Route) => unknown): void;
    export function onRpc(model: string, method: string, callback: (route: Route) => unknown): void;
    export function toggleMenuItem(name: string): Promise<void>;
    export function toggleSearchBarMenu(): Promise<void>;
    export function mountView(params: object): Promise<Component>;
    export function mockService(name: string, service: object): void;
    export function makeMockEnv(): Promise<unknown>;
    export function getService(name: "bus_service"): { trigger(event: string): void };
    export function makeServerError(params: { message: string; errorName?: string; type?: string }): Error;
    export function contains(target: string): {
        click(): Promise<void>;
        edit(text: string, options?: { confirm?: "blur" | "enter" | "tab" }): Promise<void>;
        drag(): Promise<{
            moveTo(this: void, target: string, options?: object): Promise<void>;
            drop(this: void, target?: string, options?: object): Promise<void>;
            cancel(this: void): Promise<void>;
        }>;
    };
}

declare module "@mail/../tests/mail_test_helpers" {
    export function defineMailModels(): void;
}
