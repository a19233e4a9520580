package io.kosh.bench;

import java.io.IOException;

/// Finds the end of one HTTP/1.1 answer in what was received so far, without making objects of it.
final class AnswerScan {
    private static final int LONGEST_NAME = 17;
    private static final String LENGTH = "content-length";
    private static final String ENCODING = "transfer-encoding";
    private static final String CONNECTION = "connection";

    private int status;
    private int end;
    private boolean last;

    /// The status of the answer that was found.
    int status() {
        return status;
    }

    /// Where the answer ends.
    int end() {
        return end;
    }

    /// Whether the server closes the connection behind it.
    boolean last() {
        return last;
    }

    /// Whether the whole answer is there.
    boolean found(byte[] bytes, int length) throws IOException {
        if (length < 16) {
            return false;
        }
        if (bytes[0] != 'H' || bytes[8] != ' ') {
            throw new IOException("not an HTTP/1.1 answer");
        }
        status = (bytes[9] - '0') * 100 + (bytes[10] - '0') * 10 + (bytes[11] - '0');
        last = false;
        int size = 0;
        boolean chunked = false;
        int line = lineEnd(bytes, 0, length) + 1;
        while (line > 0) {
            int next = lineEnd(bytes, line, length) + 1;
            if (next == 0) {
                return false;
            }
            if (next - line <= 2) {
                return chunked ? chunks(bytes, next, length) : sized(next + size, length);
            }
            switch (header(bytes, line, next)) {
                case LENGTH -> size = number(bytes, line + LENGTH.length() + 1, 10);
                case ENCODING -> chunked = true;
                case CONNECTION -> last = contains(bytes, line, next, "close");
                default -> {}
            }
            line = next;
        }
        return false;
    }

    private boolean sized(int answerEnd, int length) {
        end = answerEnd;
        return answerEnd <= length;
    }

    private boolean chunks(byte[] bytes, int from, int length) {
        int at = from;
        while (true) {
            int data = lineEnd(bytes, at, length) + 1;
            if (data == 0) {
                return false;
            }
            int size = number(bytes, at, 16);
            at = data + size + 2;
            if (at > length) {
                return false;
            }
            if (size == 0) {
                end = at;
                return true;
            }
        }
    }

    /// The index of the next line feed, -1 where there is none yet.
    private static int lineEnd(byte[] bytes, int from, int length) {
        for (int at = from; at < length; at++) {
            if (bytes[at] == '\n') {
                return at;
            }
        }
        return -1;
    }

    /// One of the names that matter, empty for the others.
    private static String header(byte[] bytes, int from, int to) {
        int first = bytes[from] | 0x20;
        if ((first != 'c' && first != 't') || to - from < LONGEST_NAME) {
            return "";
        }
        if (named(bytes, from, to, LENGTH)) {
            return LENGTH;
        }
        if (named(bytes, from, to, ENCODING)) {
            return ENCODING;
        }
        return named(bytes, from, to, CONNECTION) ? CONNECTION : "";
    }

    private static boolean named(byte[] bytes, int from, int to, String name) {
        return to - from > name.length() && bytes[from + name.length()] == ':' && matches(bytes, from, name);
    }

    private static boolean contains(byte[] bytes, int from, int to, String word) {
        for (int at = from; at <= to - word.length(); at++) {
            if (matches(bytes, at, word)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(byte[] bytes, int from, String lowerCase) {
        for (int i = 0; i < lowerCase.length(); i++) {
            int letter = bytes[from + i];
            if ((letter >= 'A' && letter <= 'Z' ? letter | 0x20 : letter) != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int number(byte[] bytes, int from, int radix) {
        int at = from;
        while (bytes[at] == ' ') {
            at++;
        }
        int number = 0;
        for (int digit = Character.digit(bytes[at], radix); digit >= 0; digit = Character.digit(bytes[at], radix)) {
            number = number * radix + digit;
            at++;
        }
        return number;
    }
}
