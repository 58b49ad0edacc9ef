// @ts-check
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import ts from "typescript";

/**
 * @typedef {object} Shape what a module exports by one name, as far as it can be compared
 * @property {number} [parameters] of a function
 * @property {string[]} [members] of a class
 *
 * @typedef {Map<string, Shape>} Exports by name
 */

/** @param {ts.Node} node */
const isExported = (node) =>
    ts.canHaveModifiers(node) &&
    Boolean(ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword));

/**
 * Names of a class's members: declared ones, and what its methods set on `this`.
 * @param {ts.ClassLikeDeclaration} node
 */
function membersOf(node) {
    /** @type {Set<string>} */
    const names = new Set();
    /** @param {ts.Node} child */
    const visit = (child) => {
        if (ts.isPropertyAccessExpression(child) && child.expression.kind === ts.SyntaxKind.ThisKeyword) {
            names.add(child.name.text);
        }
        ts.forEachChild(child, visit);
    };
    for (const member of node.members) {
        if (member.name && ts.isIdentifier(member.name)) names.add(member.name.text);
        visit(member);
    }
    return [...names];
}

/**
 * @param {ts.Node | undefined} node
 * @returns {Shape}
 */
function shapeOf(node) {
    if (!node) return {};
    if (ts.isClassLike(node)) return { members: membersOf(node) };
    if (!ts.isFunctionLike(node)) return {};
    const takesMore = node.parameters.some(({ dotDotDotToken }) => dotDotDotToken);
    return { parameters: takesMore ? Infinity : node.parameters.length };
}

/**
 * What statements declare by name, exported or not.
 * @param {readonly ts.Statement[]} statements
 * @returns {{name: string, shape: Shape, exported: boolean}[]}
 */
function declarations(statements) {
    return statements.flatMap((statement) => {
        const exported = isExported(statement);
        if (ts.isVariableStatement(statement)) {
            return statement.declarationList.declarations.flatMap(({ name, initializer }) =>
                ts.isIdentifier(name)
                    ? { name: name.text, shape: shapeOf(initializer), exported }
                    : name.elements.flatMap((element) =>
                          ts.isBindingElement(element) && ts.isIdentifier(element.name)
                              ? { name: element.name.text, shape: {}, exported }
                              : [],
                      ),
            );
        }
        const isNamed = ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement);
        return isNamed && statement.name ? { name: statement.name.text, shape: shapeOf(statement), exported } : [];
    });
}

/**
 * What a JavaScript module exports. Odoo's OWL is a script that fills an object named `exports`.
 * @param {string} text
 * @param {(specifier: string) => Promise<Exports>} follow what another module exports, for `export * from`
 * @returns {Promise<Exports>}
 */
export async function exportsOf(text, follow) {
    const { statements } = ts.createSourceFile("module.js", text, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS);
    const declared = declarations(statements);
    const shapes = new Map(declared.map(({ name, shape }) => [name, shape]));
    /** @type {Exports} */
    const found = new Map(declared.filter(({ exported }) => exported).map(({ name, shape }) => [name, shape]));
    for (const statement of statements.filter(ts.isExportDeclaration)) {
        const { moduleSpecifier, exportClause } = statement;
        const other =
            moduleSpecifier && ts.isStringLiteral(moduleSpecifier) ? await follow(moduleSpecifier.text) : null;
        if (exportClause && ts.isNamedExports(exportClause)) {
            for (const { name, propertyName = name } of exportClause.elements) {
                found.set(name.text, (other ?? shapes).get(propertyName.text) ?? {});
            }
        } else {
            for (const [name, shape] of other ?? []) found.set(name, shape);
        }
    }
    for (const [, name] of text.matchAll(/^ *exports\.(\w+) = /gm)) found.set(String(name), {});
    return found;
}

/**
 * Where Odoo's module loader finds a module.
 * @param {string} addons Odoo's folder of addons
 * @param {string} specifier such as `@web/core/registry`
 */
export function fileOf(addons, specifier) {
    const [, addon = "", path = ""] = /^@([a-z_]+)\/(.*)$/.exec(specifier) ?? [];
    if (addon !== "odoo") return `${join(addons, addon, "static", "src", path)}.js`;
    const library = path === "hoot-mock" ? "hoot" : path;
    return join(addons, "web", "static", "lib", library, `${path}.js`);
}

/**
 * @param {string} addons Odoo's folder of addons
 * @param {string} specifier
 * @returns {Promise<Exports>}
 */
export function readExports(addons, specifier) {
    /** @param {string} file @returns {Promise<Exports>} */
    const read = async (file) =>
        exportsOf(await readFile(file, "utf8"), (other) =>
            read(other.startsWith(".") ? `${join(dirname(file), other)}.js` : fileOf(addons, other)),
        );
    return read(fileOf(addons, specifier));
}

/**
 * What a declaration file says of Odoo's modules.
 * @param {string} text
 * @returns {Map<string, Exports>} by module
 */
export function declaredModules(text) {
    const { statements } = ts.createSourceFile("types.d.ts", text, ts.ScriptTarget.Latest, true);
    return new Map(
        statements
            .filter(ts.isModuleDeclaration)
            .filter(({ name }) => name.text.startsWith("@"))
            .map(({ name, body }) => {
                const inner = body && ts.isModuleBlock(body) ? body.statements : [];
                const exported = declarations(inner).filter((declaration) => declaration.exported);
                return [name.text, new Map(exported.map(({ name, shape }) => [name, shape]))];
            }),
    );
}

/**
 * Values that a TypeScript file imports from Odoo.
 * @param {string} text
 * @returns {{specifier: string, names: string[]}[]}
 */
export function importsOf(text) {
    const { statements } = ts.createSourceFile("module.ts", text, ts.ScriptTarget.Latest, true);
    return statements.filter(ts.isImportDeclaration).flatMap(({ moduleSpecifier, importClause }) => {
        const specifier = ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : "";
        const bindings = importClause?.namedBindings;
        const isOdoo = /^@(?!support_center\/)/.test(specifier);
        if (!isOdoo || !importClause || importClause.isTypeOnly || !bindings || !ts.isNamedImports(bindings)) return [];
        const names = bindings.elements
            .filter(({ isTypeOnly }) => !isTypeOnly)
            .map(({ name, propertyName = name }) => propertyName.text);
        return { specifier, names };
    });
}

/**
 * What is wrong with a description of a module.
 * @param {string} specifier
 * @param {Exports} described
 * @param {Exports} real
 * @returns {string[]} sentences
 */
export function differences(specifier, described, real) {
    return [...described].flatMap(([name, { parameters = 0, members = [] }]) => {
        const shape = real.get(name);
        if (!shape) return [`${specifier} exports no ${name}.`];
        const wrong = members
            .filter((member) => shape.members && member !== "constructor" && !shape.members.includes(member))
            .map((member) => `${name} of ${specifier} has no ${member}.`);
        if (shape.parameters !== undefined && parameters > shape.parameters && parameters < Infinity) {
            wrong.push(`${name} of ${specifier} takes ${shape.parameters} arguments, not ${parameters}.`);
        }
        return wrong;
    });
}
