/**
 * The web pages: a SMART client of the server like any other, which speaks FHIR over HTTP and imports no other room, so
 * that no page can have a right the API does not give.
 *
 * <p>A visitor signs in at the issuer (authorization code with PKCE); the tokens stay here, in the session ({@link
 * io.candour.portal.Tokens}), and each request takes the narrowest that its path needs ({@link
 * io.candour.portal.Acting}). Whose record a page is about is in its path, {@code /record/{who}/…}, and nowhere else: a
 * form cannot act on another record than the one it showed, whatever happens in another tab meanwhile.
 *
 * <p>The register of who may use records is for everybody, and asked for without a token, whoever looks at it.
 *
 * <p>Sessions are in this process's memory: several replicas need a balancer that keeps a visitor at one of them. Not
 * cookies that hold tokens: a copied one could not be called back.
 */
@NullMarked
package io.candour.portal;

import org.jspecify.annotations.NullMarked;
