"""Decide: may this finding leave the house?"""
