import { expect, test } from "../support/test.ts";
import { WebClient } from "../support/web_client.ts";

const SECRET = /^scb_live_[0-9A-Za-z]{49}$/;

test("an administrator makes, rotates and revokes an API key", async ({ pageOf, rpcOf, picture, unique }) => {
    const name = unique("Website");
    const page = await pageOf("admin");
    const client = new WebClient(page);
    const field = (label: string) => client.dialog.getByLabel(label, { exact: false });
    const secret = client.dialog.locator("div[name='secret']");

    const first = await test.step("the secret of a new key is shown", async () => {
        await client.openApp("Support Center");
        await client.menu("Configuration", "API Keys");
        await page.getByRole("button", { name: "New Key" }).click();
        await field("Name").fill(name);
        await picture(page, "new-key");
        await client.dialog.getByRole("button", { name: "Create Key" }).click();
        await expect(secret).toContainText("scb_live_");
        await expect(client.dialog).toContainText(name);
        await picture(page, "secret");
        const shown = (await secret.locator("span").first().innerText()).trim();
        expect(shown).toMatch(SECRET);
        await client.dialog.getByRole("button", { name: "Done" }).click();
        await expect(client.dialog).toHaveCount(0);
        return shown;
    });

    await test.step("afterwards nobody is shown it again", async () => {
        await expect(client.rows(name)).toHaveCount(1);
        await client.openRow(name);
        await client.settled();
        expect(await page.content()).not.toContain(first);
        const admin = await rpcOf("admin");
        const key = await admin.find("support.api.key", [["name", "=", name]]);
        expect(JSON.stringify(await admin.call("support.api.key", "read", [[key]]))).not.toContain(first);
    });

    await test.step("a rotation shows another secret", async () => {
        await page.getByRole("button", { name: "Rotate", exact: true }).click();
        await field("Old Key Works For").fill("2");
        await picture(page, "rotate");
        await client.dialog.getByRole("button", { name: "Rotate", exact: true }).click();
        await expect(secret).toContainText("scb_live_");
        const second = (await secret.locator("span").first().innerText()).trim();
        expect(second).toMatch(SECRET);
        expect(second).not.toBe(first);
        await client.dialog.getByRole("button", { name: "Done" }).click();
        await expect(client.dialog).toHaveCount(0);
        await expect(client.content.locator("div[name='previous_prefix']")).toContainText(first.slice(0, 15));
        await picture(page, "rotated");
    });

    await test.step("a revoked key stays revoked", async () => {
        await page.getByRole("button", { name: "Revoke", exact: true }).click();
        await client.dialog.getByRole("button", { name: "Ok", exact: true }).click();
        await expect(page.getByRole("button", { name: "Revoke", exact: true })).toBeHidden();
        await expect(page.getByRole("button", { name: "Rotate", exact: true })).toBeHidden();
        await picture(page, "revoked");
    });
});

test("an administrator connects a companion", async ({ pageOf, picture }) => {
    const page = await pageOf("admin");
    const client = new WebClient(page);
    await client.openApp("Support Center");
    await client.menu("Configuration", "Settings");
    await page.getByRole("button", { name: "Connect a Companion" }).click();
    await client.dialog.getByRole("button", { name: "Ok", exact: true }).click();
    const environment = client.dialog.locator("div[name='environment']").first();
    await expect(environment).toContainText("ODOO_API_KEY=");
    for (const name of ["ODOO_URL", "ODOO_DATABASE", "ODOO_LOGIN", "DATABASE_URL"]) {
        await expect(environment).toContainText(`${name}=`);
    }
    await picture(page, "environment");
    await client.dialog.getByRole("button", { name: "Done" }).click();
    await expect(client.dialog).toHaveCount(0);
});
