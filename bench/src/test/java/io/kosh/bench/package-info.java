/// Tests of the measuring, without a word about speed.
@NullMarked
package io.kosh.bench;

import org.jspecify.annotations.NullMarked;
